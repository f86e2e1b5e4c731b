"""Meeting friends across a city: who can be met, where one is when."""

from domains.meetings.domain import MeetingFriends

domain = MeetingFriends()
