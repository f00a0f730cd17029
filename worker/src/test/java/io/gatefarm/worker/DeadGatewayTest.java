package io.gatefarm.worker;

import static io.gatefarm.worker.Farm.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.testing.TestGateway;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DeadGatewayTest {
    @RegisterExtension
    final Farm farm = new Farm();

    @Test
    void gateway_stopsBeating_isSweptWithOneCloseEventPerClient() {
        var events = new RecordedEvents();
        farm.start(events);
        farm.start(events);
        List<String> clients =
                Stream.generate(farm.gateway()::connect).limit(250).toList();
        clients.forEach(client -> farm.gateway().receive(client, "hello"));
        clients.forEach(client -> events.await(client, "hello"));
        Farm.answer(farm.push().joinGroup(clients.get(0), "g"));
        try (var living = new TestGateway(farm.redis())) {
            String other = living.connect();
            farm.gateway().stopBeating();

            await().atMost(Duration.ofSeconds(18)).until(() -> farm.push().countClients() == 1);
            assertThat(clients)
                    .allSatisfy(client -> assertThat(events.await(client, "close 1006 gateway-lost"))
                            .containsExactly("connect", "hello", "close 1006 gateway-lost"));
            assertThat(farm.push().countClients("g")).isZero();
            assertThat(farm.push().isOnline(other)).isTrue();
            await().until(() ->
                    farm.raw().text("EXISTS", farm.keys().deadGateways()).equals("0"));
            assertThat(events.of(other)).doesNotContain("close 1006 gateway-lost");
        }
    }
}
