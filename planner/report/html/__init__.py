"""Answers as a page of HTML that needs no network, no script and no other file."""

from planner.report.html.page import Entry, page, require_place, write_page

__all__ = ["Entry", "page", "require_place", "write_page"]
