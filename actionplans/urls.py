from actionplans import work_urls

urlpatterns = [*work_urls.urlpatterns]
