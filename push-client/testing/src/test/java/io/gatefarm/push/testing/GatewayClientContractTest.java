package io.gatefarm.push.testing;

import io.gatefarm.push.Gateway;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract, of the real gateway: two gateways without sockets on a real Redis. */
final class GatewayClientContractTest extends GatewayContract {
    @RegisterExtension
    final RealFarm farm = new RealFarm();

    @Override
    Gateway gateway() {
        return farm.client();
    }

    @Override
    Gateway anotherGateway() {
        return farm.anotherClient();
    }

    @Override
    String connect() {
        return farm.here().connect();
    }

    @Override
    String connectElsewhere() {
        return farm.elsewhere().connect();
    }

    @Override
    List<String> connect(int count) {
        return farm.here().connect(count);
    }

    @Override
    void disconnect(String clientId) {
        farm.holder(clientId).disconnect(clientId);
    }

    @Override
    List<String> received(String clientId) {
        farm.awaitArrival();
        return farm.holder(clientId).received(clientId);
    }
}
