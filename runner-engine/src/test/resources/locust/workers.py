"""Users of two classes, one of them on the faster client, for as long as they are let."""

import os
from locust import FastHttpUser, HttpUser, task

class Visitor(HttpUser):
    host = os.environ["TARGET"]

    @task
    def visit(self):
        self.client.get("/", name="page")

class Reader(FastHttpUser):
    host = os.environ["TARGET"]

    @task
    def read(self):
        self.client.get("/", name="fast page")
