from actionplans import public_urls, work_urls

urlpatterns = [*work_urls.urlpatterns, *public_urls.urlpatterns]
