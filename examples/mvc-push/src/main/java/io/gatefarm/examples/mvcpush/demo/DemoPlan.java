package io.gatefarm.examples.mvcpush.demo;

/**
 * What the demo starts. A port of 0 takes a free one.
 *
 * @param port of the web application
 * @param gatewayPort where browsers open their WebSocket
 * @param app the app's name in Redis
 * @param redisUri a running Redis, or "" to start one
 */
record DemoPlan(int port, int gatewayPort, int adminPort, String app, String redisUri) {}
