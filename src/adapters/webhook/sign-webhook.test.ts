import { describe, expect, it } from "vitest";
import { keyOfSecret, signWebhook } from "./sign-webhook.ts";

describe("the signature of a webhook", () => {
  it("is that of the reference libraries of Standard Webhooks", () => {
    // The sample of their tests.
    const key = keyOfSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    const message = {
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      timestamp: 1_614_265_330,
      body: '{"test": 2432232314}',
    };
    expect(key !== null && signWebhook(key, message)).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  });

  const secrets = [
    { secret: "whsec_AAEC", key: [0, 1, 2] },
    { secret: "whsec_AAE=", key: [0, 1] },
    { secret: "whsec_AAE", key: [0, 1] },
    { secret: "AAEC", key: [65, 65, 69, 67] },
    { secret: "ż", key: [197, 188] },
    { secret: "", key: null },
    { secret: "whsec_", key: null },
    { secret: "whsec_not base64!", key: null },
    { secret: "whsec_AAEC=", key: [0, 1, 2] },
    { secret: "whsec_AAF", key: null },
    { secret: "whsec_A", key: null },
  ];
  it.each(secrets)("has for the secret $secret the key $key", ({ secret, key }) => {
    const found = keyOfSecret(secret);
    expect(found === null ? null : [...found]).toEqual(key);
  });
});
