"""Addresses of the page *Data kota*."""

from django.urls import path

from kla.areas import views

app_name = "areas"
urlpatterns = [
    path("", views.city, name="city"),
    path("<str:code>/", views.city, name="city-of"),
    path("<str:code>/lambang/", views.coat_of_arms, name="coat-of-arms"),
]
