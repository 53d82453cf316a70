<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=message?has_content displayInfo=false; section>
    <#if section = "header">
        ${msg("gatehouseLinkRequestTitle")}
    <#elseif section = "form">
    <form id="gatehouse-link-request" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
        <#if link.isSent>
        <p id="gatehouse-link-sent" role="status"><#if link.address?has_content>${msg("gatehouseLinkSent", link.address, link.minutes)}<#else>${msg("gatehouseLinkSentKnown", link.minutes)}</#if></p>
        <#if link.isSameBrowser><p>${msg("gatehouseLinkSameBrowser")}</p></#if>
        <p>${msg("gatehouseLinkSentNothing")}</p>
        <div class="${properties.kcFormGroupClass!}">
            <button id="gatehouse-link-resend" type="submit" name="do" value="resend" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">${msg("gatehouseLinkResend")}</button>
        </div>
        <#if link.isChangeable>
        <div class="${properties.kcFormGroupClass!}">
            <button id="gatehouse-link-other" type="submit" name="do" value="other" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!} ${properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">${msg("gatehouseLinkOther")}</button>
        </div>
        </#if>
        <#else>
        <p>${msg("gatehouseLinkRequestHow")}</p>
        <#if link.isChangeable>
        <div class="${properties.kcFormGroupClass!}">
            <label for="email" class="${properties.kcLabelClass!} ${properties.kcFormLabelClass!}">${msg("email")}</label>
            <span class="${properties.kcInputClass!}"><input type="email" id="email" name="email" value="${link.address}" maxlength="254" required autofocus autocomplete="email"></span>
        </div>
        </#if>
        <div class="${properties.kcFormGroupClass!}">
            <button id="gatehouse-link-send" type="submit" name="do" value="send" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">${msg("gatehouseLinkSend")}</button>
        </div>
        </#if>
    </form>
    </#if>
</@layout.registrationLayout>
