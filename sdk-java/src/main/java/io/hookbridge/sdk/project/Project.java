package io.hookbridge.sdk.project;

import io.hookbridge.sdk.retry.ChosenRetryPolicy;
import io.hookbridge.sdk.retry.RetryPolicy;

import java.time.Instant;

/**
 * A part of the work of a tenant.
 *
 * @param id identifies a project; a UUID of version 7
 * @param tenantId the tenant that the project belongs to
 * @param name what people call the project; not blank
 * @param status the keys of a {@code suspended} project are refused with 403
 * @param rateLimitDefault how many requests to send per minute each environment of the project may
 *     make, as it was asked for. More than {@code sends_per_minute} of the plan is refused with
 *     403; what a former plan allowed stays here.
 * @param rateLimitEffective the rate that holds now for the caller's mode, which is never more than
 *     {@code sends_per_minute} of its plan
 * @param retryPolicy what was chosen of when failed deliveries are tried again. What is absent is
 *     left to the project, or to the installation.
 * @param retryPolicyEffective when failed deliveries are tried again, whoever chose it. The plan
 *     may allow fewer attempts.
 * @param createdAt when the project was made
 */
public record Project(
        String id,
        String tenantId,
        String name,
        ProjectStatus status,
        int rateLimitDefault,
        int rateLimitEffective,
        ChosenRetryPolicy retryPolicy,
        RetryPolicy retryPolicyEffective,
        Instant createdAt) {}
