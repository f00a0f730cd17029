package io.gatefarm.bench.simulation.wire;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.pubsub.PubSubEndpoint;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.resource.ClientResources;

/** The driver's list of a subscription's listeners. */
final class SubscriberEndpoint extends PubSubEndpoint<String, byte[]> {
    SubscriberEndpoint(ClientOptions options, ClientResources resources) {
        super(options, resources);
    }

    void message(String channel, byte[] message) {
        for (RedisPubSubListener<String, byte[]> listener : getListeners()) {
            listener.message(channel, message);
        }
    }
}
