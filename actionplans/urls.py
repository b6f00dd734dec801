from actionplans import public_urls, review_urls, work_urls

urlpatterns = [*work_urls.urlpatterns, *public_urls.urlpatterns, *review_urls.urlpatterns]
