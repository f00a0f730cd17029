package io.gatefarm.gateway.config;

import io.gatefarm.redis.connection.RedisConfig;

/** Everything a gateway can be configured to. */
public record GatewayConfig(
        FarmConfig farm,
        ListenConfig listen,
        AdmissionConfig admission,
        ClientConfig client,
        InboundConfig inbound,
        LeaseConfig lease) {
    /** The defaults for an app on a Redis. */
    public static GatewayConfig defaults(String redisUri, String app) {
        return new GatewayConfig(
                new FarmConfig(RedisConfig.of(redisUri), app, 0),
                ListenConfig.DEFAULTS,
                AdmissionConfig.DEFAULTS,
                ClientConfig.DEFAULTS,
                InboundConfig.DEFAULTS,
                LeaseConfig.DEFAULTS);
    }

    public GatewayConfig withListen(ListenConfig listen) {
        return new GatewayConfig(farm, listen, admission, client, inbound, lease);
    }

    public GatewayConfig withAdmission(AdmissionConfig admission) {
        return new GatewayConfig(farm, listen, admission, client, inbound, lease);
    }

    public GatewayConfig withClient(ClientConfig client) {
        return new GatewayConfig(farm, listen, admission, client, inbound, lease);
    }

    public GatewayConfig withInbound(InboundConfig inbound) {
        return new GatewayConfig(farm, listen, admission, client, inbound, lease);
    }

    public GatewayConfig withLease(LeaseConfig lease) {
        return new GatewayConfig(farm, listen, admission, client, inbound, lease);
    }
}
