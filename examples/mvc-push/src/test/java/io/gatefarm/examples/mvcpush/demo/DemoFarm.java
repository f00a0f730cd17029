package io.gatefarm.examples.mvcpush.demo;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** One demo for all test classes, on free ports: Redis, gateway, worker and web application as a person starts them. */
final class DemoFarm implements BeforeAllCallback {
    static final String APP = "mvc-" + ProcessHandle.current().pid() + "-" + System.nanoTime();

    private Demo demo;

    @Override
    public void beforeAll(ExtensionContext context) {
        demo = context.getRoot().getStore(Namespace.GLOBAL).computeIfAbsent(Demo.class, type -> start(), Demo.class);
    }

    private static Demo start() {
        String redis = System.getenv("GATEFARM_TEST_REDIS");
        return Demo.start(new DemoPlan(0, 0, 0, APP, redis == null ? "" : redis));
    }

    Demo demo() {
        return demo;
    }
}
