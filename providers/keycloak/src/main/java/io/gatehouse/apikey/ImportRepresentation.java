package io.gatehouse.apikey;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What became of each key of an import, in the order of the request. */
@Schema(name = "ApiKeyImport")
record ImportRepresentation(
        @Schema(required = true, description = "How many keys are new")
        int imported,

        @Schema(required = true, description = "How many were there already and stayed as they are")
        int existing,

        @Schema(required = true) List<Result> results) {
    /** What became of one key. */
    @Schema(name = "ApiKeyImportResult")
    record Result(
            @Schema(
                    required = true,
                    enumeration = {"imported", "exists"})
            String status,

            @Schema(required = true, nullable = true, format = "uuid", description = "Null when it is out of reach")
            @Nullable
            String id) {
        boolean isNew() {
            return status.equals("imported");
        }

        static Result imported(String id) {
            return new Result("imported", id);
        }

        static Result exists(@Nullable String id) {
            return new Result("exists", id);
        }
    }

    static ImportRepresentation of(List<Result> results) {
        int imported = (int) results.stream().filter(Result::isNew).count();
        return new ImportRepresentation(imported, results.size() - imported, results);
    }
}
