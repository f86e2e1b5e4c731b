"""Job shops: jobs are chains of tasks on machines, each machine does one task at a time."""

from domains.jobshop.domain import JobShop

domain = JobShop()
