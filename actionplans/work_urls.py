"""Addresses of the workspace of plans."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
