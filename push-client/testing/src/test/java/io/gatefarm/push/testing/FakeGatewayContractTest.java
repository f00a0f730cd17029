package io.gatefarm.push.testing;

import io.gatefarm.push.Gateway;
import io.gatefarm.redis.event.Message;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The contract, of the fake gateway. */
final class FakeGatewayContractTest extends GatewayContract {
    private final FakeGateway gateway = new FakeGateway();

    @Override
    Gateway gateway() {
        return gateway;
    }

    @Override
    Gateway anotherGateway() {
        return gateway;
    }

    @Override
    String connect() {
        return gateway.connect();
    }

    @Override
    String connectElsewhere() {
        return gateway.connect();
    }

    @Override
    List<String> connect(int count) {
        List<String> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(gateway.connect());
        }
        return clients;
    }

    @Override
    void disconnect(String clientId) {
        gateway.disconnect(clientId);
    }

    @Override
    List<String> received(String clientId) {
        return shown(gateway, clientId);
    }

    /** What came to a client, as the contract has it. */
    static List<String> shown(FakeGateway gateway, String clientId) {
        return gateway.received(clientId).stream()
                .map(FakeGatewayContractTest::shown)
                .toList();
    }

    private static String shown(Received one) {
        if (one instanceof Received.Sent sent) {
            return shown(sent.message())
                    + (sent.droppable() ? " (droppable)" : "")
                    + (sent.latestOf().isEmpty() ? "" : " (latest " + sent.latestOf() + ")");
        }
        return one instanceof Received.Closed closed ? "close " + closed.code() + " " + closed.reason() : "abort";
    }

    private static String shown(Message message) {
        return message.isBinary() ? "binary " + HexFormat.of().formatHex(message.bytes()) : message.text();
    }
}
