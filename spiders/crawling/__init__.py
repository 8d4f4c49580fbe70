"""The fetching process: Scrapy with our settings, middlewares and pipeline, and what starts it. Knows no channel."""
