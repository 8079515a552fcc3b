"""The house's one book of jobs; `flows` fill it."""

from siyu.kernel.jobs import JobBook

BOOK = JobBook()
job = BOOK.job
