"""One meeting for several people: busy lists, work hours, wishes, calendars as .ics files."""

from domains.calendar.domain import CalendarMeetings

domain = CalendarMeetings()
