"""In which language a publication speaks: catalogues, dates, numbers. Quotes stay as they are. Renders nothing."""
