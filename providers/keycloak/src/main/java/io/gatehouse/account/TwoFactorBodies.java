package io.gatehouse.account;

import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Fields;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The bodies of {@link TwoFactorResource}: their shapes for the API description, and how each request is read. */
final class TwoFactorBodies {
    /** Longest name of a device, in characters. */
    static final int MAX_NAME_LENGTH = 100;

    private static final int MIN_CODE = 6;
    private static final int MAX_CODE = 8;
    private static final String CODE_DETAIL = "code must be the 6 or 8 digits that your app shows.";

    private TwoFactorBodies() {}

    /** Body of an enrolment. */
    @Schema(name = "EnrolSecondFactorRequest")
    record Enrol(
            @Schema(required = true, minLength = MIN_CODE, maxLength = MAX_CODE, description = "What the app shows now")
            String code,

            @Schema(
                    required = true,
                    minLength = 1,
                    maxLength = TotpSetup.MAX_ID_LENGTH,
                    description = "setup_id of the GET")
            String setupId,

            @Schema(
                    nullable = true,
                    minLength = 1,
                    maxLength = MAX_NAME_LENGTH,
                    description = "What you call the device; needed from the second on")
            @Nullable
            String deviceName) {
        @Override
        public String toString() {
            return "Enrol";
        }
    }

    /** Body of a verification. */
    @Schema(name = "VerifySecondFactorRequest")
    record Verify(
            @Schema(required = true, minLength = MIN_CODE, maxLength = MAX_CODE, description = "What the app shows now")
            String code) {
        @Override
        public String toString() {
            return "Verify";
        }
    }

    /** An app that makes codes. */
    @Schema(name = "SecondFactorDevice")
    record Device(
            @Schema(required = true, description = "Keycloak's id of the credential")
            String id,

            @Schema(nullable = true) @Nullable String name,

            @Schema(nullable = true, format = "date-time") @Nullable
            String createdAt) {
        static Device of(OneTimeCodes.Device device) {
            Long createdAtMs = device.createdAtMs();
            return new Device(device.id(), device.name(), createdAtMs == null ? null : Clock.iso(createdAtMs));
        }
    }

    /** The state, and what begins an enrolment. */
    @Schema(name = "SecondFactorSetup")
    record Setup(
            @Schema(
                    required = true,
                    enumeration = {"none", "enabled"})
            String state,

            @Schema(required = true, description = "Keycloak's names of the second factors there are, such as otp")
            List<String> methods,

            @Schema(required = true) List<Device> devices,

            @Schema(required = true, description = "Bring it back with the first code, within ten minutes; good once")
            String setupId,

            @Schema(required = true, format = "date-time", description = "Until when setup_id is good")
            String expiresAt,

            @Schema(required = true, description = "The secret in base32, for apps without a camera")
            String secret,

            @Schema(required = true, description = "What the picture says")
            String otpauthUri,

            @Schema(required = true, description = "The picture for the app: a data address of a PNG")
            String qrPng) {
        @Override
        public String toString() {
            return "Setup";
        }
    }

    /** A device that was enrolled. */
    @Schema(name = "EnrolledSecondFactor")
    record Enrolled(
            @Schema(
                    required = true,
                    enumeration = {"enabled"})
            String state,

            @Schema(required = true) Device device) {}

    /** What came of a verification. */
    @Schema(name = "VerifiedSecondFactor")
    record Verified(
            @Schema(required = true, description = "true; a wrong code is a 422")
            boolean verified,

            @Schema(required = true, format = "date-time") String verifiedAt,

            @Schema(
                    required = true,
                    description =
                            "Whether your login session now counts as one with a second factor, for five minutes where a fresh one is asked for")
            boolean sessionSteppedUp) {}

    /** How many recovery codes there are. */
    @Schema(name = "BackupCodes")
    record BackupCodes(
            @Schema(required = true) boolean configured,

            @Schema(required = true, description = "Codes that were not used yet")
            int remaining,

            @Schema(required = true) int total) {}

    /** New recovery codes. */
    @Schema(name = "NewBackupCodes")
    record NewBackupCodes(
            @Schema(
                    nullable = true,
                    description =
                            "The codes, in the order in which Keycloak asks for them; shown this once, null in a replay")
            @Nullable
            List<String> codes,

            @Schema(required = true) int remaining,

            @Schema(required = true) int total) {
        @Override
        public String toString() {
            return "NewBackupCodes";
        }
    }

    static Enrol readEnrol(Fields fields) {
        Enrol body = new Enrol(
                code(fields),
                fields.requiredText("setup_id", 1, TotpSetup.MAX_ID_LENGTH),
                fields.name("device_name", MAX_NAME_LENGTH).orElse(null));
        fields.done();
        return body;
    }

    static Verify readVerify(Fields fields) {
        Verify body = new Verify(code(fields));
        fields.done();
        return body;
    }

    private static String code(Fields fields) {
        String code = fields.requiredText("code", MIN_CODE, MAX_CODE);
        if (!code.isEmpty() && !code.chars().allMatch(c -> c >= '0' && c <= '9')) {
            fields.reject("code", "invalid_code", CODE_DETAIL);
        }
        return code;
    }
}
