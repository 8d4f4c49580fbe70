"""What the tests of this folder load first, as the fetching process does: by chance it would take three seconds."""

from spiders.crawling.worker import load_stack_readers

load_stack_readers()
