from locust import FastHttpUser, task


class Visitor(FastHttpUser):
    host = "http://127.0.0.1:@PORT@"

    @task
    def page(self):
        self.client.get("/")
