"""The API, version 1: what is on record as files of JSON, and live answers for what files can't do.

Names and addresses are a contract: within a version none is taken back and none gets another meaning.
"""
