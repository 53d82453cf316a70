package io.gatehouse.platform;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object in a TEXT column. Hibernate's own JSON type stops a Keycloak server ("main formatting facilities for JSON
 * columns"), hence a converter.
 */
@Converter
public class JsonColumn implements AttributeConverter<Map<String, Object>, String> {
    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable Map<String, Object> value) {
        return value == null || value.isEmpty() ? null : Json.write(value);
    }

    @Override
    public Map<String, Object> convertToEntityAttribute(@Nullable String column) {
        return Json.readMap(column);
    }
}
