"""The fetching process: a job on standard input, one line for each result on standard output."""

from __future__ import annotations

import atexit
import gc
import inspect
import os
import sys
from contextlib import suppress
from importlib import import_module
from threading import Thread

from snapshots.codec import decode
from spiders.jobs.job import Job

_STACK_READERS = ("scrapy.core.downloader.tls", "scrapy.core.downloader.contextfactory")
"""Modules in which Scrapy makes deprecated classes, for each of which it asks which module is being loaded.

That is asked of every module that there is, and takes an eighth of the process: here it is answered with none, as
Scrapy expects where it can't be told. They are loaded first, where the sources that are looked through besides are few.
"""


def main() -> None:
    """Fetch the pages of a job; end at once where standard input does, as it does with the program that waits."""
    gc.disable()  # a quarter of what loading Scrapy takes would go into searches for cycles among what stays
    load_stack_readers()
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.utils.misc import load_object

    from spiders.crawling.settings import settings_of

    line = sys.stdin.buffer.readline()  # a process that was kept at hand has loaded all this by now
    if not line:
        return
    job = decode(Job, line)
    Thread(target=_end_with_the_program, name="life line", daemon=True).start()
    process = AsyncCrawlerProcess(settings_of(job))
    spider = load_object(job.spider)
    gc.freeze()
    gc.enable()
    atexit.register(gc.freeze)  # all goes with the process
    process.crawl(spider, job=job)
    process.start()


def load_stack_readers() -> None:
    """Load what asks which module is being loaded, and let it be told of none."""
    told = inspect.getmodule
    inspect.getmodule = lambda *_: None
    try:
        for name in _STACK_READERS:
            with suppress(ModuleNotFoundError):  # another release of Scrapy may have put it elsewhere
                import_module(name)
    finally:
        inspect.getmodule = told


def _end_with_the_program() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        continue
    os._exit(1)


if __name__ == "__main__":
    main()
