"""Rows without names for research, and who took which along."""

from django.urls import path

from eenplan.web.research import views

app_name = "research"

urlpatterns = [
    path("", views.read_research, name="read-research"),
    path("ophalen/", views.take_rows, name="take-rows"),
]
