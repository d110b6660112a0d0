"""The rules of the rights room: plain functions, without a database."""
