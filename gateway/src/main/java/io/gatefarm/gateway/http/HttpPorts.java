package io.gatefarm.gateway.http;

import io.gatefarm.gateway.config.ListenConfig;
import io.gatefarm.gateway.config.ListenerConfig;
import io.gatefarm.gateway.config.TlsConfig;
import java.io.IOException;
import java.net.BindException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's HTTP server: ports for clients and one for operators, each kind with its own handler. The ports are taken at {@link
 * #open} and answered from {@link #start} on.
 */
public final class HttpPorts implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpPorts.class);
    private static final int THREADS = 64;
    /** For requests that never end; a WebSocket has no timeout here, the gateway watches it itself. */
    private static final int IDLE_REQUEST_MS = 30_000;

    private static final int BACKLOG = 4096;

    private final Server server;
    private final Map<ListenerConfig, ServerConnector> clients = new LinkedHashMap<>();
    private final ServerConnector admin;
    private final Optional<Certificate> certificate;
    /** By listener, also after the ports are closed. */
    private final Map<String, Integer> ports = new HashMap<>();

    private int adminPort;
    private final WebSocketComponents components;

    private HttpPorts(ListenConfig config) {
        var threads = new QueuedThreadPool(THREADS);
        threads.setName("http");
        this.server = new Server(threads);
        // without the server's pools it would make, and start, its own
        this.components =
                new WebSocketComponents(null, null, server.getByteBufferPool(), null, null, server.getThreadPool());
        this.certificate = config.tls().map(Certificate::load);
        for (ListenerConfig listener : config.listeners()) {
            var tls = listener.isTls() ? certificate : Optional.<Certificate>empty();
            var connector = connector(listener.host(), listener.port(), tls);
            connector.setName(listener.name());
            clients.put(listener, connector);
        }
        this.admin = connector(config.adminHost(), config.adminPort(), Optional.empty());
    }

    private ServerConnector connector(String host, int port, Optional<Certificate> tls) {
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        // there is one certificate, which clients check: a proxy or a Service may call the gateway by another name
        tls.ifPresent(its -> configuration.addCustomizer(new SecureRequestCustomizer(false)));
        var http = new HttpConnectionFactory(configuration);
        var connector = tls.map(Certificate::factory)
                .map(factory ->
                        new ServerConnector(server, new SslConnectionFactory(factory, http.getProtocol()), http))
                .orElseGet(() -> new ServerConnector(server, http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_REQUEST_MS);
        connector.setAcceptQueueSize(BACKLOG);
        server.addConnector(connector);
        return connector;
    }

    /**
     * Takes all ports.
     *
     * @throws PortException when one is taken or not allowed
     * @throws IllegalArgumentException when the certificate's files cannot be used; names the file
     */
    public static HttpPorts open(ListenConfig config) {
        var ports = new HttpPorts(config);
        try {
            ports.clients.forEach((listener, connector) -> {
                open(connector, listener.host(), listener.port());
                ports.ports.put(listener.name(), connector.getLocalPort());
            });
            open(ports.admin, config.adminHost(), config.adminPort());
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
            throw new PortException("cannot listen on " + HostPort.normalizeHost(host) + ":" + port + ": " + why, e);
        }
    }

    /**
     * Returns the config when its files hold a certificate and its key.
     *
     * @throws IllegalArgumentException that names the file and what is wrong with it
     */
    public static TlsConfig check(TlsConfig tls) {
        var unused = Certificate.load(tls);
        return tls;
    }

    /** What WebSocket connections of this server need. */
    public WebSocketComponents components() {
        return components;
    }

    /** Answers requests from now on. */
    public void start(Handler clientHandler, AdminView view) {
        server.addBean(components);
        server.setHandler(new ByPort(admin, clientHandler, new AdminEndpoint(view)));
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("HTTP server does not start", e);
        }
    }

    /**
     * The port of a listener for clients, also after {@link #stopAccepting}.
     *
     * @throws IllegalArgumentException when there is no such listener
     */
    public int port(String listener) {
        Integer port = ports.get(listener);
        if (port == null) {
            throw new IllegalArgumentException(
                    "no listener is named \"" + listener + "\", there are " + ports.keySet());
        }
        return port;
    }

    /** Takes a renewed certificate from its files; called every minute or so. */
    public void renewCertificate() {
        certificate.ifPresent(Certificate::renew);
    }

    public int adminPort() {
        return adminPort;
    }

    /** Lets no more clients in; connections and the admin port stay. */
    public void stopAccepting() {
        clients.values().forEach(ServerConnector::close);
    }

    @Override
    public void close() {
        try {
            stopAccepting();
            admin.close();
            server.stop();
        } catch (Exception e) {
            log.warn("HTTP server did not stop cleanly", e);
        }
    }

    /** Sends each request to the handler of the port it came in on. */
    private static final class ByPort extends Handler.Sequence {
        private final ServerConnector admin;
        private final Handler clientHandler;
        private final Handler adminHandler;

        ByPort(ServerConnector admin, Handler clientHandler, Handler adminHandler) {
            super(clientHandler, adminHandler);
            this.admin = admin;
            this.clientHandler = clientHandler;
            this.adminHandler = adminHandler;
        }

        /** So that TLS handshakes and files are no work of a selector; WebSockets say for themselves what they are. */
        @Override
        public InvocationType getInvocationType() {
            return InvocationType.BLOCKING;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            boolean operator = request.getConnectionMetaData().getConnector() == admin;
            return (operator ? adminHandler : clientHandler).handle(request, response, callback);
        }
    }
}
