"""Working off what is queued, within the transaction of a test: as the process that stays does, one after the other."""

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from eenplan.cli import jobs
from eenplan.core.outgoing import NotYet


def work_off() -> int:
    """Do each job once, and those that come of it; gives how many must be tried again, which wait."""
    again: list[int] = []
    while job := ProcrastinateJob.objects.exclude(id__in=again).filter(status="todo").order_by("id").first():
        try:
            app.tasks[job.task_name].func(**job.args)
        except (NotYet, jobs.Waits):
            again.append(job.id)
        else:
            ProcrastinateJob.objects.filter(id=job.id)._raw_delete("default")
    return len(again)
