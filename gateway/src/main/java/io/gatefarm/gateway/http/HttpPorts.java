package io.gatefarm.gateway.http;

import io.gatefarm.gateway.config.ListenConfig;
import java.io.IOException;
import java.net.BindException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's HTTP server: a port for clients and one for operators, each with its own handler. The ports are taken at {@link
 * #open} and answered from {@link #start} on.
 */
public final class HttpPorts implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpPorts.class);
    private static final int THREADS = 64;
    /** For requests that never end; a WebSocket has no timeout here, the gateway watches it itself. */
    private static final int IDLE_REQUEST_MS = 30_000;

    private static final int BACKLOG = 4096;

    private final Server server;
    private final ServerConnector clients;
    private final ServerConnector admin;
    private int port;
    private int adminPort;
    private final WebSocketComponents components;

    private HttpPorts(ListenConfig config) {
        var threads = new QueuedThreadPool(THREADS);
        threads.setName("http");
        this.server = new Server(threads);
        // without the server's pools it would make, and start, its own
        this.components =
                new WebSocketComponents(null, null, server.getByteBufferPool(), null, null, server.getThreadPool());
        this.clients = connector(config.host(), config.port());
        this.admin = connector(config.adminHost(), config.adminPort());
    }

    private ServerConnector connector(String host, int port) {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        var connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_REQUEST_MS);
        connector.setAcceptQueueSize(BACKLOG);
        server.addConnector(connector);
        return connector;
    }

    /**
     * Takes both ports.
     *
     * @throws PortException when one is taken or not allowed
     */
    public static HttpPorts open(ListenConfig config) {
        var ports = new HttpPorts(config);
        try {
            open(ports.clients, config.host(), config.port());
            open(ports.admin, config.adminHost(), config.adminPort());
            ports.port = ports.clients.getLocalPort();
            ports.adminPort = ports.admin.getLocalPort();
            return ports;
        } catch (RuntimeException e) {
            ports.close();
            throw e;
        }
    }

    private static void open(ServerConnector connector, String host, int port) {
        try {
            connector.open();
        } catch (IOException e) {
            String why = e.getCause() instanceof BindException cause ? cause.getMessage() : e.getMessage();
            throw new PortException("cannot listen on " + host + ":" + port + ": " + why, e);
        }
    }

    /** What WebSocket connections of this server need. */
    public WebSocketComponents components() {
        return components;
    }

    /** Answers requests from now on. */
    public void start(Handler clientHandler, AdminView view) {
        server.addBean(components);
        server.setHandler(new ByPort(clients, clientHandler, new AdminEndpoint(view)));
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("HTTP server does not start", e);
        }
    }

    /** The port for clients, also after {@link #stopAccepting}. */
    public int port() {
        return port;
    }

    public int adminPort() {
        return adminPort;
    }

    /** Lets no more clients in; connections and the admin port stay. */
    public void stopAccepting() {
        clients.close();
    }

    @Override
    public void close() {
        try {
            clients.close();
            admin.close();
            server.stop();
        } catch (Exception e) {
            log.warn("HTTP server did not stop cleanly", e);
        }
    }

    /** Sends each request to the handler of the port it came in on. */
    private static final class ByPort extends Handler.Sequence {
        private final ServerConnector clients;
        private final Handler clientHandler;
        private final Handler adminHandler;

        ByPort(ServerConnector clients, Handler clientHandler, Handler adminHandler) {
            super(clientHandler, adminHandler);
            this.clients = clients;
            this.clientHandler = clientHandler;
            this.adminHandler = adminHandler;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            boolean client = request.getConnectionMetaData().getConnector() == clients;
            return (client ? clientHandler : adminHandler).handle(request, response, callback);
        }
    }
}
