package io.gatefarm.worker;

import com.google.gson.JsonObject;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.event.Message;

/**
 * Business code for an app that only pushes: tells each client its id and ignores what clients send. The page hands the id to
 * the application over HTTP, with the login that the application has anyway, and the application calls {@code bindUid} and
 * {@code joinGroup} and pushes. A worker takes it with {@code --events push-only}.
 *
 * <p>The one message that it sends, as text and the first that the client gets: <pre>{"type":"init","client_id":"0k3.."}</pre>
 *
 * A connection that came back has another id and gets the message again. Thread-safe.
 */
public final class PushOnlyEvents implements Events {
    static final String NAME = "push-only";

    @Override
    public void onConnect(Client client, Handshake handshake) {
        var init = new JsonObject();
        init.addProperty("type", "init");
        init.addProperty("client_id", client.id());
        client.send(init.toString());
    }

    @Override
    public void onMessage(Client client, Message message) {}
}
