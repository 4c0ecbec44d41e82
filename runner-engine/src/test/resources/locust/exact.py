"""Every user makes 500 requests; the last one to be done ends the test."""

import os
import gevent
from locust import HttpUser, events, task

raw = open(os.environ["RAW"], "w")

@events.request.add_listener
def record(name, response_time, **_):
    raw.write(f"{response_time * 1e6:.0f},{name}\n")

@events.quit.add_listener
def close(**_):
    raw.close()

done = 0

class Visitor(HttpUser):
    host = os.environ["TARGET"]

    @task
    def visit(self):
        global done
        for number in range(500):
            self.client.get("/", name="page one" if number % 2 else "café 漢")
        done += 1
        if done == 10:
            gevent.spawn(self.environment.runner.quit)
        self.stop()
