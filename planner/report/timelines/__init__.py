"""Timelines (Gantt charts) of a document: in a terminal, and as SVG."""
