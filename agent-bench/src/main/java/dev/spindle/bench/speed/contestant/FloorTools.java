package dev.spindle.bench.speed.contestant;

import java.io.StringWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The floor's tools: arguments read and results written by hand. The model calls the forecast alone. */
final class FloorTools {
    static final String DEFINITIONS = """
            [{"type":"function","function":{"name":"air","description":"How clean the air of a city is.","parameters":\
            {"type":"object","properties":{"city":{"type":"string","description":"Name of the city, for example Oslo"}},\
            "required":["city"],"additionalProperties":false}}},{"type":"function","function":{"name":"forecast",\
            "description":"The forecast of the weather for a city and one day.","parameters":{"type":"object",\
            "properties":{"city":{"type":"string","description":"Name of the city, for example Oslo"},"day":{"type":\
            "integer","description":"How many days from now; today is 0"},"millis":{"type":"integer","description":"How \
            long the search may take, in milliseconds"}},"required":["city","day","millis"],"additionalProperties":false}}},\
            {"type":"function","function":{"name":"sea","description":"How warm and how rough the sea is at a beach.",\
            "parameters":{"type":"object","properties":{"beach":{"type":"string","description":"Name of the beach"},"day":\
            {"type":"integer","description":"How many days from now; today is 0"}},"required":["beach","day"],\
            "additionalProperties":false}}}]""";

    private static final JsonFactory FACTORY = new JsonFactory();

    private final Weather weather = new Weather();

    FloorMessage call(FloorMessage.Call call) {
        if (!call.name().equals("forecast")) throw new IllegalStateException("No tool '" + call.name() + "'");
        return new FloorMessage("tool", forecast(call.arguments()), List.of(), call.id());
    }

    private String forecast(String arguments) {
        String city = "";
        int day = 0;
        int millis = 0;
        try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), arguments)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = in.currentName();
                in.nextToken();
                if (name.equals("city")) city = in.getString();
                else if (name.equals("day")) day = in.getIntValue();
                else if (name.equals("millis")) millis = in.getIntValue();
            }
        }
        try {
            return written(weather.forecast(city, day, millis));
        } catch (InterruptedException stopped) {
            throw new IllegalStateException("A tool of the floor was interrupted", stopped);
        }
    }

    private static String written(Weather.Forecast forecast) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            out.writeStringProperty("city", forecast.city());
            out.writeNumberProperty("day", forecast.day());
            out.writeStringProperty("sky", forecast.sky());
            out.writeNumberProperty("celsius", forecast.celsius());
            out.writeNumberProperty("windMetresPerSecond", forecast.windMetresPerSecond());
            out.writeStringProperty("advice", forecast.advice());
            out.writeEndObject();
        }
        return text.toString();
    }
}
