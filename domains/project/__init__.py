"""Projects: activities in an order, with resources that are limited."""

from domains.project.domain import Projects

domain = Projects()
