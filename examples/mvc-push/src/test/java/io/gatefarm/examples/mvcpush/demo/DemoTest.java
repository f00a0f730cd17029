package io.gatefarm.examples.mvcpush.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatefarm.push.Gateway;
import io.gatefarm.redis.connection.RedisUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demo's end, and its start that fails. */
@Timeout(60)
class DemoTest {
    @Test
    void application_stopped_letsItsClientsGoAndTheyMayComeBack() throws Exception {
        try (var demo = Demo.start(new DemoPlan(0, 0, 0, "stop-" + DemoFarm.APP, ""));
                var anna = Visitor.loggedIn(demo, "Anna", "red")) {
            OpenPage page = anna.open();

            demo.stopApplication();

            assertThat(page.closeCode()).isEqualTo(4201);
        }
    }

    @Test
    void demo_closed_endsItsRedis() {
        Gateway gateway;
        String redis;
        try (var demo = Demo.start(new DemoPlan(0, 0, 0, DemoFarm.APP, ""))) {
            gateway = demo.gatewayBean();
            redis = demo.redisUri();
            assertThat(gateway.countClients()).isZero();
        }
        assertThatThrownBy(() -> Demo.start(new DemoPlan(0, 0, 0, DemoFarm.APP, redis)))
                .isInstanceOf(RedisUnavailableException.class);
    }

    @Test
    void start_portTaken_saysSo() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> Demo.start(new DemoPlan(port, 0, 0, DemoFarm.APP, "")))
                    .hasStackTraceContaining("PortInUseException: Port " + port);
        }
    }
}
