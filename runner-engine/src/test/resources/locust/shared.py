"""Each user makes ten requests for its own line of a file; the last one to be done ends the test."""

import os
import gevent
import gevent.event
from locust import HttpUser, LoadTestShape, events, task

names = open("names.csv").read().split()
done = 0
spawned = gevent.event.Event()

@events.spawning_complete.add_listener
def all_are_there(**_):
    spawned.set()

class Visitor(HttpUser):
    abstract = True
    host = os.environ["TARGET"]

    @task
    def visit(self):
        global done
        name = names.pop()
        spawned.wait()
        for _ in range(10):
            self.client.get("/", name=f"{type(self).__name__} {name}")
        done += 1
        if done == self.environment.runner.target_user_count and not os.environ.get("SHAPED"):
            gevent.spawn(self.environment.runner.quit)
        self.stop()

class Guest(Visitor):
    pass

class Clerk(Visitor):
    fixed_count = 1

if os.environ.get("SHAPED"):

    class Steps(LoadTestShape):
        def tick(self):
            return None if done and done == self.runner.target_user_count else (7, 70)
