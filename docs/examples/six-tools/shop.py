import os

from locust import FastHttpUser, constant, task


class Visitor(FastHttpUser):
    host = "http://127.0.0.1:" + os.environ["PORT"]
    wait_time = constant(0.01)

    @task(3)
    def page(self):
        self.client.get("/", name="page")

    @task
    def cart(self):
        self.client.get("/cart", name="cart")
