package io.gatefarm.worker;

import io.gatefarm.redis.process.SettingException;
import java.lang.reflect.InvocationTargetException;

/** Makes the app's {@link Events} from its class name, or {@link PushOnlyEvents} from its short one. */
final class EventsClass {
    private EventsClass() {}

    /** @throws SettingException that says what is wrong with the class */
    static Events create(String className) {
        if (className.isEmpty()) {
            throw new SettingException("events must name the class of the app's Events, or be " + PushOnlyEvents.NAME
                    + " (--events or GATEFARM_EVENTS)");
        }
        if (className.equals(PushOnlyEvents.NAME)) {
            return new PushOnlyEvents();
        }
        try {
            Object made = Class.forName(className).getDeclaredConstructor().newInstance();
            if (made instanceof Events events) {
                return events;
            }
            throw new SettingException("events: " + className + " does not implement " + Events.class.getName());
        } catch (ClassNotFoundException e) {
            throw new SettingException("events: there is no class " + className + " on the class path");
        } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
            throw new SettingException(
                    "events: " + className + " must be a public class with a public constructor without parameters");
        } catch (InvocationTargetException e) {
            throw new SettingException("events: the constructor of " + className + " threw " + e.getCause());
        }
    }
}
