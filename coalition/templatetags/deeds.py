"""The journal in words: {% load deeds %}{{ entry|sentence }}."""

from django import template

from coalition import deeds

register = template.Library()
register.filter(deeds.sentence)
