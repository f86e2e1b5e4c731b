"""Calendars and invitations as .ics files (RFC 5545); needs the extra `ics`."""
