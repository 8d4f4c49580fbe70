"""What the tests of this folder load first, as the fetching process does."""

from contextlib import suppress
from importlib import import_module
from threading import Thread

from spiders.crawling.worker import STACK_READERS


def _load() -> None:
    for name in STACK_READERS:
        with suppress(ModuleNotFoundError):
            import_module(name)


# In a thread, whose stack is short: that of pytest is so long that Scrapy takes three seconds to read it.
_loading = Thread(target=_load)
_loading.start()
_loading.join()
