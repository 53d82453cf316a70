<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=message?has_content displayInfo=false; section>
    <#if section = "header">
        ${msg("gatehouseApprovalTitle")}
    <#elseif section = "form">
    <#if approval??>
    <dl id="gatehouse-approval">
        <dt><strong>${msg("gatehouseApprovalAgent")}</strong></dt>
        <dd>${approval.agentName} <small>(${approval.agentId})</small></dd>
        <#if approval.owner?has_content>
        <dt><strong>${msg("gatehouseApprovalOwner")}</strong></dt>
        <dd>${approval.owner}</dd>
        </#if>
        <#if approval.subject?has_content>
        <dt><strong>${msg("gatehouseApprovalFor")}</strong></dt>
        <dd>${approval.subject}</dd>
        </#if>
        <dt><strong>${msg("gatehouseApprovalAt")}</strong></dt>
        <dd>${approval.targets}</dd>
        <#if approval.intent?has_content>
        <dt><strong>${msg("gatehouseApprovalWhy")}</strong></dt>
        <dd>${approval.intent}</dd>
        </#if>
        <#if approval.message?has_content>
        <dt><strong>${msg("gatehouseApprovalSays")}</strong></dt>
        <dd>${approval.message}</dd>
        </#if>
        <#if !approval.isOpen>
        <dt><strong>${msg("gatehouseApprovalWants")}</strong></dt>
        <dd><#list approval.scopes as scope>${scope}<#sep>, </#list></dd>
        </#if>
    </dl>
    <#if approval.stepUpLink?has_content>
    <a id="gatehouse-step-up" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}" href="${approval.stepUpLink}">${msg("gatehouseApprovalStepUpAgain")}</a>
    <#elseif approval.isOpen>
    <form id="gatehouse-approval-form" class="${properties.kcFormClass!}" action="${approval.action}" method="post">
        <input type="hidden" name="state_checker" value="${approval.stateChecker}">
        <fieldset style="border: 0; padding: 0; margin: 0">
            <legend><strong>${msg("gatehouseApprovalWants")}</strong></legend>
            <#list approval.scopes as scope>
            <div class="${properties.kcFormGroupClass!}">
                <label for="scope-${scope?index}">
                    <input type="checkbox" id="scope-${scope?index}" name="scope" value="${scope}" checked>
                    ${scope}
                </label>
            </div>
            </#list>
        </fieldset>
        <div class="${properties.kcFormGroupClass!}">
            <label for="seconds" class="${properties.kcLabelClass!}">${msg("gatehouseApprovalHolds")}</label>
            <span class="${properties.kcInputClass!}"><input type="number" id="seconds" name="seconds" min="1" max="${approval.maxSeconds?c}" value="${approval.maxSeconds?c}" required></span>
        </div>
        <div class="${properties.kcFormGroupClass!}">
            <label for="reason" class="${properties.kcLabelClass!}">${msg("gatehouseApprovalReason")}</label>
            <span class="${properties.kcInputClass!}"><input type="text" id="reason" name="reason" maxlength="500" autocomplete="off"></span>
        </div>
        <div class="${properties.kcFormGroupClass!}">
            <button id="gatehouse-approve" type="submit" name="decision" value="approve" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">${msg("gatehouseApprovalApprove")}</button>
        </div>
        <div class="${properties.kcFormGroupClass!}">
            <button id="gatehouse-deny" type="submit" name="decision" value="deny" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!} ${properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}" formnovalidate>${msg("gatehouseApprovalDeny")}</button>
        </div>
    </form>
    </#if>
    </#if>
    </#if>
</@layout.registrationLayout>
