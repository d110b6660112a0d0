"""Tests of the pages of emergencies."""
