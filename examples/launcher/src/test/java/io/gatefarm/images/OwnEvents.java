package io.gatefarm.images;

import io.gatefarm.redis.event.Message;
import io.gatefarm.worker.Client;
import io.gatefarm.worker.Events;

/** Somebody's own business code, which the test puts into an image of its own: says back what it is told. */
public final class OwnEvents implements Events {
    @Override
    public void onMessage(Client client, Message message) {
        client.send("own: " + message.text());
    }
}
