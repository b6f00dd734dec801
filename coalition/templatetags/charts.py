"""Figures and statuses for templates: {% load charts %}."""

from django import template

from coalition import charts

register = template.Library()

register.simple_tag(charts.icon)
register.simple_tag(charts.icon_sprite)
register.simple_tag(charts.line_chart)
register.simple_tag(charts.locator_map)
register.simple_tag(charts.meter)
register.simple_tag(charts.stacked_bar)
register.simple_tag(charts.status_tag)
register.simple_tag(charts.timeline)
register.filter(charts.status_class)
